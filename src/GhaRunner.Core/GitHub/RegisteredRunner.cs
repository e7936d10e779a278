using GhaRunner.Core.Bootstrap;

namespace GhaRunner.Core.GitHub;

/// <summary>A registration that is ready to be used by a machine.</summary>
/// <param name="Registration">What the machine needs; secret.</param>
/// <param name="Id">GitHub's id of the runner; <see langword="null"/> until a runner that registers itself has done so.</param>
internal sealed record RegisteredRunner(RunnerRegistration Registration, long? Id);
