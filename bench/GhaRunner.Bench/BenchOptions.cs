using System.Globalization;

namespace GhaRunner.Bench;

/// <summary>What to measure, and how often.</summary>
internal sealed record BenchOptions
{
    private const string Usage = """
        Usage: gha-runner-bench --program PATH [options]
          --program PATH     the built program, gha-runner
          --launches N       runs of start to first request (default 15)
          --counts N,N,…     numbers of runners of a start (default 1,10,100)
          --repeat N         starts and stops of each number (default 3)
          --latency MS       what every call of the API takes at least (default 50)
          --write FILE       also put the report between <!-- bench --> and <!-- /bench --> of a Markdown file
          --trace DIR        write every request and every line that the program prints, with its moment, to a file a step
        """;

    /// <summary>The program that is measured.</summary>
    public string Program { get; private init; } = "";

    public int Launches { get; private init; } = 15;

    public IReadOnlyList<int> Counts { get; private init; } = [1, 10, 100];

    public int Repeat { get; private init; } = 3;

    public TimeSpan Latency { get; private init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The page that takes the report, if any.</summary>
    public string? Write { get; private init; }

    /// <summary>The directory that takes a file a step, if any.</summary>
    public string? Trace { get; private init; }

    /// <summary>Reads the arguments; <see langword="null"/> when they make no sense, which is then explained.</summary>
    public static BenchOptions? Parse(IReadOnlyList<string> arguments, TextWriter errors)
    {
        var options = new BenchOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            var value = i + 1 < arguments.Count ? arguments[++i] : "";
            var read = (name, value) switch
            {
                ("--program", not "") => options with { Program = Path.GetFullPath(value) },
                ("--write", not "") => options with { Write = Path.GetFullPath(value) },
                ("--trace", not "") => options with { Trace = Path.GetFullPath(value) },
                ("--launches", _) when Numbers(value) is [var launches] => options with { Launches = launches },
                ("--repeat", _) when Numbers(value) is [var repeat] => options with { Repeat = repeat },
                ("--latency", _) when Numbers(value) is [var latency] => options with { Latency = TimeSpan.FromMilliseconds(latency) },
                ("--counts", _) when Numbers(value) is { Length: > 0 } counts => options with { Counts = counts },
                _ => null,
            };
            if (read is null)
                return Explain(errors, $"Not understood: {string.Join(' ', arguments)}");
            options = read;
        }

        return File.Exists(options.Program) ? options : Explain(errors, $"There is no program '{options.Program}'.");
    }

    private static BenchOptions? Explain(TextWriter errors, string problem)
    {
        errors.WriteLine($"{problem}\n\n{Usage}");
        return null;
    }

    /// <summary>Positive numbers separated by commas; empty when one of them is none.</summary>
    private static int[] Numbers(string text)
    {
        var numbers = text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        return numbers.Contains(0) ? [] : numbers;
    }
}
