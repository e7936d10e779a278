using System.CommandLine;
using GhaRunner.Actions.Catalogue;

namespace GhaRunner.Tooling.Sync;

/// <summary>The verb <c>sync</c>. Exit code 0: all is as it should be; 1: it is not; 2: something cannot be generated.</summary>
internal static class SyncCommand
{
    /// <summary>Makes the verb.</summary>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where problems go.</param>
    /// <returns>The verb, with its options.</returns>
    public static Command Create(TextWriter output, TextWriter error)
    {
        var check = new Option<bool>("--check") { Description = "Write nothing; exit with 1 and list the files when any is not as it should be." };
        var root = new Option<DirectoryInfo?>("--root") { Description = "The repository; default: the one that holds the current directory." };
        var command = new Command("sync", "Generate actions/, the input tables and the other generated regions from the declarations.") { check, root };
        command.SetAction(result =>
        {
            try
            {
                var tree = RepositoryTree.Above(result.GetValue(root)?.FullName ?? Directory.GetCurrentDirectory());
                var synchronizer = new Synchronizer(tree, new Generator(tree, ProviderCatalogue.All));
                return result.GetValue(check) ? Check(synchronizer, output, error) : Mend(synchronizer, output, error);
            }
            catch (ToolingException exception)
            {
                error.WriteLine(exception.Message);
                return 2;
            }
        });
        return command;
    }

    /// <summary>Reports differences.</summary>
    /// <param name="synchronizer">The repository and what it should hold.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where problems go.</param>
    /// <returns>The exit code.</returns>
    internal static int Check(Synchronizer synchronizer, TextWriter output, TextWriter error)
    {
        var differences = synchronizer.Compare();
        if (differences.Count == 0)
        {
            output.WriteLine("Everything generated is up to date.");
            return 0;
        }

        foreach (var difference in differences)
            error.WriteLine(Describe(difference));
        if (differences.Any(difference => difference.Kind != DifferenceKind.Foreign))
            error.WriteLine($"Run this and commit the result: {GeneratedFile.Command}");
        return 1;
    }

    /// <summary>Mends differences and reports what was done.</summary>
    /// <param name="synchronizer">The repository and what it should hold.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where problems go.</param>
    /// <returns>The exit code.</returns>
    internal static int Mend(Synchronizer synchronizer, TextWriter output, TextWriter error)
    {
        var differences = synchronizer.Mend();
        foreach (var difference in differences.Where(difference => difference.Kind != DifferenceKind.Foreign))
            output.WriteLine($"{(difference.Kind == DifferenceKind.Orphaned ? "deleted" : "written")}  {difference.Path}");
        var foreign = differences.Where(difference => difference.Kind == DifferenceKind.Foreign).ToList();
        foreach (var difference in foreign)
            error.WriteLine(Describe(difference));
        if (differences.Count == 0)
            output.WriteLine("Everything generated is up to date.");
        return foreign.Count == 0 ? 0 : 1;
    }

    private static string Describe(Difference difference) => difference.Kind switch
    {
        DifferenceKind.Missing => $"missing   {difference.Path}",
        DifferenceKind.Stale => $"stale     {difference.Path}",
        DifferenceKind.Orphaned => $"orphaned  {difference.Path}: no provider and verb of this program stand behind it",
        _ => $"foreign   {difference.Path}: actions/ holds generated files alone; move or delete it by hand",
    };
}
