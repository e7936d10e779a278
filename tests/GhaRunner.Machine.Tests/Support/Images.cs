using GhaRunner.Conformance.RealParts;

namespace GhaRunner.Machine.Tests.Support;

/// <summary>The images that <c>eng/images.sh</c> builds when they are missing.</summary>
internal static class Images
{
    public const string Container = GhaRunner.Conformance.RealParts.RealPart.BaseImage;
    public const string Machine = "gha-runner-test-machine:bookworm";

    private static readonly Lazy<Task> s_built = new(() => Command.OutputAsync("bash", Path.Combine(Root(), "eng", "images.sh")));

    public static Task EnsureAsync() => s_built.Value;

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "eng", "images.sh")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
