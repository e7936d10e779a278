namespace GhaRunner.Actions.Catalogue;

/// <summary>One output of a verb.</summary>
/// <param name="Name">The output's name.</param>
/// <param name="Description">What it holds, in one sentence.</param>
public sealed record OutputDeclaration(string Name, string Description);
