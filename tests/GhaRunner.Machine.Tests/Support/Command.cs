using System.ComponentModel;
using System.Diagnostics;

namespace GhaRunner.Machine.Tests.Support;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    public static Result TryRun(string program, IEnumerable<string> arguments)
    {
        try
        {
            return RunAsync(program, arguments).GetAwaiter().GetResult();
        }
        catch (Win32Exception missing)
        {
            return new Result(127, missing.Message);
        }
    }

    public static async Task<Result> RunAsync(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(9));
        await process.WaitForExitAsync(deadline.Token);
        return new Result(process.ExitCode, await output + await errors);
    }

    /// <summary>Runs a program that has to succeed.</summary>
    public static async Task<string> OutputAsync(string program, params IEnumerable<string> arguments)
    {
        var result = await RunAsync(program, arguments);
        result.ExitCode.Should().Be(0, "{0} said: {1}", program, result.Output);
        return result.Output.TrimEnd();
    }

    internal sealed record Result(int ExitCode, string Output);
}
