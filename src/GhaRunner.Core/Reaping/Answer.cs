using GhaRunner.Abstractions;

namespace GhaRunner.Core.Reaping;

/// <summary>What GitHub has told, or why it has not.</summary>
/// <typeparam name="T">What it was asked for.</typeparam>
/// <param name="Value">What it has told; <see langword="null"/> when it has not.</param>
/// <param name="Problem">Why it has not; <see langword="null"/> when it has.</param>
internal sealed record Answer<T>(T? Value, ActionableException? Problem)
    where T : class;
