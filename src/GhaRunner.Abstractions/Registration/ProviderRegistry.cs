using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace GhaRunner.Abstractions;

/// <summary>The providers of this program; each adds itself with one line, <c>registry.AddX()</c>.</summary>
public sealed class ProviderRegistry
{
    private readonly List<ProviderDeclaration> declarations = [];

    /// <summary>The providers, in the order in which they were added.</summary>
    public IReadOnlyList<ProviderDeclaration> Declarations => declarations;

    /// <summary>Adds a provider.</summary>
    /// <typeparam name="TConnection">Inputs of every verb: how to reach the provider, and as whom.</typeparam>
    /// <typeparam name="TMachine">Inputs of <c>start</c> alone: what machines to make.</typeparam>
    /// <typeparam name="TProvider">The provider; its constructor may take both options, a <see cref="TimeProvider"/>, an <see cref="IIdentityTokenSource"/>, an <see cref="ISecretMask"/> and an <c>ILogger</c> of itself.</typeparam>
    /// <param name="name">The name on the command line and in <c>start-&lt;name&gt;</c>: lower-case letters and digits.</param>
    /// <param name="title">What it is called in a sentence ("a Docker engine").</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">A provider of that name is there already.</exception>
    public ProviderRegistry Add<
        [DynamicallyAccessedMembers(ProviderDeclaration.OptionsMembers)] TConnection,
        [DynamicallyAccessedMembers(ProviderDeclaration.OptionsMembers)] TMachine,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProvider>(string name, string title)
        where TConnection : class, new()
        where TMachine : class, new()
        where TProvider : class, IMachineProvider
    {
        if (declarations.Exists(declaration => declaration.Name == name))
            throw new ArgumentException($"A provider named '{name}' is registered already.", nameof(name));
        declarations.Add(new ProviderDeclaration(name, title, typeof(TConnection), typeof(TMachine),
            services => services.AddSingleton<IMachineProvider, TProvider>()));
        return this;
    }
}
