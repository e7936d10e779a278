using GhaRunner.Abstractions;
using GhaRunner.Tooling.Sync;

namespace GhaRunner.Tooling.Tests;

/// <summary>A repository root in a directory of its own, with the real frames of the checkout.</summary>
internal sealed class TemporaryTree : IDisposable
{
    private static readonly RepositoryTree Checkout = RepositoryTree.Above(AppContext.BaseDirectory);

    public TemporaryTree()
    {
        Root = Directory.CreateTempSubdirectory("gha-runner-tooling-").FullName;
        Tree = new RepositoryTree(Root);
        foreach (var frame in new[] { "action-start.yml", "action-stop.yml", "action-reap.yml" })
            Tree.Write(frame, Checkout.TryRead(frame)!);
        Tree.Write("GhaRunner.Actions.sln", "");
    }

    public string Root { get; }

    public RepositoryTree Tree { get; }

    public Generator Generator(params ProviderDeclaration[] providers) => new(Tree, providers);

    public Synchronizer Synchronizer(params ProviderDeclaration[] providers) => new(Tree, Generator(providers));

    public string Read(string path) => Tree.TryRead(path) ?? throw new FileNotFoundException(path);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
