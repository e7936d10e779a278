namespace GhaRunner.Steps;

/// <summary>The one check that no secret is shown; every run of the program goes through it.</summary>
public static class SecretCheck
{
    public static void NothingShown(ProgramRun run, IReadOnlyCollection<string> commandLines) =>
        NothingShown(run.MaskedSecrets(), [.. run.Visible(), ("arguments of processes", string.Join('\n', commandLines))]);

    /// <param name="secrets">The secrets, which may have many lines.</param>
    /// <param name="visible">What somebody can read, and where.</param>
    public static void NothingShown(IEnumerable<string> secrets, IReadOnlyCollection<(string Where, string Content)> visible)
    {
        foreach (var secret in secrets.SelectMany(Parts).Distinct())
        {
            foreach (var (where, content) in visible)
                content.Contains(secret, StringComparison.Ordinal).Should().BeFalse($"the {where} must not show the secret {secret[..4]}…");
        }
    }

    /// <summary>The secret, and each line of a long one; short fragments occur by chance.</summary>
    private static IEnumerable<string> Parts(string secret) => new[] { secret }.Concat(secret.Split('\n')).Where(part => part.Length >= 12 && !part.StartsWith("-----", StringComparison.Ordinal));
}
