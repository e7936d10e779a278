namespace GhaRunner.Conventions.Tests;

/// <summary>Asserts that a rule found nothing, and prints what it found a line each.</summary>
internal static class Convention
{
    public static void Holds(IEnumerable<string> violations)
    {
        var found = violations.ToList();
        if (found.Count > 0)
            Assert.Fail(string.Join('\n', found.Prepend("")));
    }
}
