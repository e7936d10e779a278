namespace GhaRunner.Abstractions;

/// <summary>One thing that is wrong with the inputs.</summary>
/// <param name="Input">The input's name, as the user writes it.</param>
/// <param name="Message">What is wrong and what would be right, as the rest of a sentence that starts with the name.</param>
public sealed record InputProblem(string Input, string Message);
