using GhaRunner.Conformance.RealParts;

namespace GhaRunner.Actions.Tests.Containers;

/// <summary>
/// An image of the program that was built with these tests, for as long as they run. It is not built from the repository's
/// Dockerfile, which restores and compiles everything again: what is built already goes, with the .NET that runs the tests, onto
/// a local base; the folder of the program, its link and the entry point are those of the Dockerfile.
/// </summary>
public sealed class ProgramImage : IAsyncLifetime
{
    /// <summary>The entry point of the stage after a job's steps.</summary>
    public const string Post = "/app/gha-runner-post";

    private const string Dockerfile = $"""
        FROM {RealPart.BaseImage}
        COPY dotnet /usr/share/dotnet
        COPY app /app
        RUN ln -s gha-runner {Post}
        ENTRYPOINT ["/app/gha-runner"]
        """;

    private readonly DirectoryInfo place = Directory.CreateTempSubdirectory("gha-image-");

    /// <summary>The image's name.</summary>
    public string Name { get; } = $"gha-runner-test-program:{Guid.NewGuid():n}";

    /// <summary>Builds the image, in two or three seconds.</summary>
    /// <returns>A task that ends when it is there.</returns>
    public async Task InitializeAsync()
    {
        if (RealPart.MissingEngine is not null)
            return; // Then the tests are skipped.
        var runtime = new DirectoryInfo(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        Copy(runtime, $"dotnet/shared/Microsoft.NETCore.App/{runtime.Name}");
        Copy(new DirectoryInfo(Path.Combine(runtime.Parent!.Parent!.Parent!.FullName, "host", "fxr")), "dotnet/host/fxr");
        Copy(new DirectoryInfo(AppContext.BaseDirectory), "app");
        await File.WriteAllTextAsync(Path.Combine(place.FullName, "Dockerfile"), Dockerfile);
        await Command.OutputAsync("docker", "build", "--quiet", "--tag", Name, place.FullName);
    }

    /// <summary>Makes the folders of a job; they go with the image, since what containers write there belongs to root.</summary>
    /// <returns>Paths here, by the paths in the job's containers.</returns>
    public IReadOnlyDictionary<string, string> NewJob()
    {
        var job = place.CreateSubdirectory($"jobs/{Guid.NewGuid():n}");
        return new[] { ActionContainer.Temporary, "/github/home", "/github/workflow", "/github/workspace" }
            .ToDictionary(seenIn => seenIn, seenIn => job.CreateSubdirectory(Path.GetFileName(seenIn)).FullName);
    }

    /// <summary>Removes all of it.</summary>
    /// <returns>A task that ends when it is gone.</returns>
    public async Task DisposeAsync()
    {
        if (RealPart.MissingEngine is null)
        {
            await Command.TryAsync("docker", "rmi", "--force", Name);
            await Command.TryAsync("docker", "run", "--rm", "--volume", $"{place.FullName}:/place", RealPart.BaseImage, "find", "/place", "-mindepth", "1", "-delete");
        }

        place.Delete(recursive: true);
    }

    private void Copy(DirectoryInfo from, string to)
    {
        foreach (var file in from.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(place.FullName, to, Path.GetRelativePath(from.FullName, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            file.CopyTo(target);
        }
    }
}
