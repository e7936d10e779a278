namespace GhaRunner.Steps;

/// <summary>The one check that no secret is shown; every run of the program goes through it.</summary>
public static class SecretCheck
{
    public static void NothingShown(ProgramRun run, IReadOnlyCollection<string> commandLines)
    {
        foreach (var secret in run.MaskedSecrets().SelectMany(Parts).Distinct())
        {
            foreach (var (where, content) in run.Visible())
                content.Contains(secret, StringComparison.Ordinal).Should().BeFalse($"the {where} must not show the secret {secret[..4]}…");
            commandLines.Any(line => line.Contains(secret, StringComparison.Ordinal)).Should().BeFalse($"no process may have the secret {secret[..4]}… among its arguments");
        }
    }

    /// <summary>The secret, and each line of a long one; short fragments occur by chance.</summary>
    private static IEnumerable<string> Parts(string secret) => new[] { secret }.Concat(secret.Split('\n')).Where(part => part.Length >= 12 && !part.StartsWith("-----", StringComparison.Ordinal));
}
