using System.ComponentModel;
using System.Diagnostics;

namespace GhaRunner.Conformance.RealParts;

/// <summary>
/// What of the real parts this machine has. A test of a part that is missing is skipped with the reason; in CI it runs, and
/// fails, since CI skips nothing.
/// </summary>
public static class RealPart
{
    /// <summary>The image that containers of tests run; made by <c>eng/images.sh</c>.</summary>
    public const string BaseImage = "gha-runner-test-base:bookworm";

    private static readonly Lazy<string?> engine = new(() =>
        !Succeeds("docker", "version") ? "a Docker engine on unix:///var/run/docker.sock (eng/parts.sh)"
        : !Succeeds("docker", "image", "inspect", BaseImage) ? $"the image {BaseImage} (eng/images.sh)" : null);

    /// <summary>What is missing for tests with a Docker engine; <see langword="null"/> when it is there.</summary>
    public static string? MissingEngine => engine.Value;

    /// <summary>What is missing for tests that run a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="package">Debian's package with it.</param>
    /// <returns><see langword="null"/> when it is there.</returns>
    public static string? Missing(string program, string package) =>
        Succeeds("which", program) || File.Exists("/usr/sbin/" + program) ? null : $"{program} (apt-get install {package})";

    /// <summary>The reason to skip a test.</summary>
    /// <param name="missing">What is missing, if anything.</param>
    /// <returns><see langword="null"/> to run it.</returns>
    public static string? WhySkip(string? missing) =>
        missing is null || Environment.GetEnvironmentVariable("CI") == "true" ? null : $"needs {missing}";

    private static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
