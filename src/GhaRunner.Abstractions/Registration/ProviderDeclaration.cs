using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace GhaRunner.Abstractions;

/// <summary>What the program knows of a provider before it is made.</summary>
/// <param name="Name">The name on the command line and in <c>start-&lt;name&gt;</c>.</param>
/// <param name="Title">What it is called in a sentence.</param>
/// <param name="ConnectionOptions">The options class with the inputs of every verb.</param>
/// <param name="MachineOptions">The options class with the inputs of <c>start</c> alone.</param>
/// <param name="Register">
/// Adds the provider to a container that holds both options (by their own types) and what
/// <see cref="ProviderRegistry.Add"/> says that its constructor may take.
/// </param>
public sealed record ProviderDeclaration(
    string Name,
    string Title,
    [property: DynamicallyAccessedMembers(ProviderDeclaration.OptionsMembers)]
    [param: DynamicallyAccessedMembers(ProviderDeclaration.OptionsMembers)]
    Type ConnectionOptions,
    [property: DynamicallyAccessedMembers(ProviderDeclaration.OptionsMembers)]
    [param: DynamicallyAccessedMembers(ProviderDeclaration.OptionsMembers)]
    Type MachineOptions,
    Action<IServiceCollection> Register)
{
    /// <summary>What the binder needs of an options class.</summary>
    public const DynamicallyAccessedMemberTypes OptionsMembers =
        DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicParameterlessConstructor;
}
