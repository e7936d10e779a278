#pragma warning disable RS0030 // The one place of this program that owns the console.
namespace GhaRunner.Tooling;

/// <summary>The console of the tooling.</summary>
internal static class Terminal
{
    /// <summary>Where results go.</summary>
    public static TextWriter Output => Console.Out;

    /// <summary>Where problems go.</summary>
    public static TextWriter Error => Console.Error;
}
