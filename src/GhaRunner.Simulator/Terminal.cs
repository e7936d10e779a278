using System.Diagnostics.CodeAnalysis;
using Spectre.Console;

namespace GhaRunner.Simulator;

/// <summary>The one place of the simulator that owns the console and reads the environment.</summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The one place of the simulator that owns the console and reads the environment.")]
internal static class Terminal
{
    // Wide enough for every line and table: where there is no terminal, nothing is wrapped.
    private const int PlainWidth = 400;

    /// <summary>Whether somebody looks at a screen that can be redrawn, and has not asked for plain text.</summary>
    public static bool IsRich =>
        !Console.IsOutputRedirected && Variable("NO_COLOR").Length == 0 && Variable("CI").Length == 0 && Variable("TERM") is not ("" or "dumb");

    /// <summary>Prints a line.</summary>
    public static void Print(string line) => Console.Out.WriteLine(line);

    /// <summary>Opens the console for colours, tables and live displays; without them unless it <see cref="IsRich"/>.</summary>
    public static IAnsiConsole Open()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = IsRich ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = IsRich ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = IsRich ? InteractionSupport.Yes : InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(Console.Out),
        });
        if (!IsRich)
            console.Profile.Width = PlainWidth;
        return console;
    }

    /// <summary>A variable of the environment; <c>""</c> when it is not set.</summary>
    public static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";
}
