using System.Diagnostics;

namespace GhaRunner.Conformance.RealParts;

/// <summary>A program run to its end: the way to look at things with a client that is not ours.</summary>
public static class Command
{
    private static readonly TimeSpan longest = TimeSpan.FromMinutes(9);

    /// <summary>Runs a program that has to succeed.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Its standard output, without the last line break.</returns>
    public static async Task<string> OutputAsync(string program, params IEnumerable<string> arguments)
    {
        var (exitCode, output, errors) = await TryAsync(program, arguments);
        exitCode.Should().Be(0, "{0} {1} said: {2}", program, string.Join(' ', arguments), output + errors);
        return output.TrimEnd('\n');
    }

    /// <summary>Runs a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Its exit code and what it printed.</returns>
    public static async Task<(int ExitCode, string Output, string Errors)> TryAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var limit = new CancellationTokenSource(longest);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await errors);
    }
}
