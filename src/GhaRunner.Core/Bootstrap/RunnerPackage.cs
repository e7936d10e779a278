namespace GhaRunner.Core.Bootstrap;

/// <summary>The runner's tarball, as GitHub's downloads endpoint offers it.</summary>
/// <param name="Version">The runner's version, <c>x.y.z</c>.</param>
/// <param name="Url">Where the tarball is; reachable without credentials.</param>
/// <param name="Sha256">The tarball's SHA-256, 64 lower-case hexadecimal digits; empty when GitHub does not tell it.</param>
public sealed record RunnerPackage(string Version, Uri Url, string Sha256);
