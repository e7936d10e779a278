using System.Globalization;

namespace GhaRunner.Simulator.Demo;

/// <summary>What the demo is asked for.</summary>
internal sealed record DemoOptions
{
    public const string UsageText = """
        Usage: gha-runner-simulator demo --program PATH [option...]
          --program PATH    the program gha-runner, which the jobs start and stop run
          --provider NAME   local, docker or aws; may be repeated; default all, docker where an engine answers
          --image IMAGE     for docker, with bash and curl in it; default gha-runner-test-base:bookworm
          --count N         runners to start, 1 to 9; the job in between is then a matrix; default 1
        """;

    /// <summary>The program's absolute path.</summary>
    public required string Program { get; init; }

    /// <summary>The providers to show; empty: those that can be.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>The image of containers.</summary>
    public string Image { get; init; } = "gha-runner-test-base:bookworm";

    /// <summary>How many runners to start.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Reads the arguments.</summary>
    /// <returns>The options, or what is wrong with the arguments.</returns>
    public static (DemoOptions? Options, string Problem) Parse(IReadOnlyList<string> arguments)
    {
        var options = new DemoOptions { Program = "" };
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            DemoOptions? next = arguments[i] switch
            {
                "--program" when File.Exists(value) => options with { Program = Path.GetFullPath(value) },
                "--provider" when ProviderChoice.Names.Contains(value) => options with { Providers = [.. options.Providers.Append(value).Distinct()] },
                "--image" when value.Length > 0 => options with { Image = value },
                "--count" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 9 =>
                    options with { Count = count },
                _ => null,
            };
            if (next is null)
                return (null, $"'{arguments[i]} {value}' is not an option, or not a value that it can have.");
            options = next;
        }

        return options.Program.Length > 0 ? (options, "") : (null, "--program is missing.");
    }
}
