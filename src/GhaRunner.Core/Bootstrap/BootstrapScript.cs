namespace GhaRunner.Core.Bootstrap;

/// <summary>The program of every machine: <c>bootstrap.sh</c>, the same bytes for all of them.</summary>
internal static class BootstrapScript
{
    /// <summary>The script's text, with LF line ends.</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(BootstrapScript).Assembly.GetManifestResourceStream("bootstrap.sh")
            ?? throw new InvalidOperationException("The assembly lacks its resource bootstrap.sh.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
