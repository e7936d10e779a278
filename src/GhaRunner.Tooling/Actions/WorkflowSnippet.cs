using System.Text;
using System.Text.RegularExpressions;
using GhaRunner.Abstractions;
using GhaRunner.Actions.Catalogue;

namespace GhaRunner.Tooling.Actions;

/// <summary>The workflow that a README shows: for start and stop the three jobs, for reap a schedule, for any other verb its own job.</summary>
/// <param name="provider">The provider.</param>
/// <param name="example">What to show beyond the required inputs.</param>
internal sealed partial class WorkflowSnippet(ProviderDeclaration provider, ProviderExample example)
{
    private const string Repository = "org/gha-runner";
    private const string Version = "v1";

    /// <summary>Renders the workflow.</summary>
    /// <param name="verb">The verb of the README.</param>
    /// <returns>YAML: from <c>jobs:</c> on, or a whole workflow where it has a trigger of its own.</returns>
    public string Render(Verb verb) => verb == Verb.Start || verb == Verb.Stop ? ThreeJobs() : verb == Verb.Reap ? ByTheClock(verb) : "jobs:\n" + OneJob(verb);

    /// <summary>A workflow of its own; not at the full hour, when GitHub has most to do.</summary>
    private string ByTheClock(Verb verb) =>
        $"name: {verb.Name}\non:\n  schedule:\n    - cron: '17 * * * *'\n  workflow_dispatch:\nconcurrency: {verb.Name}-{provider.Name}\njobs:\n{OneJob(verb)}";

    private string ThreeJobs()
    {
        var text = new StringBuilder("jobs:\n  start:\n    runs-on: ubuntu-latest\n").Append(Permissions());
        text.Append("    outputs:\n      mapping: ${{ steps.runner.outputs.mapping }}\n      instances: ${{ steps.runner.outputs.instances }}\n");
        text.Append("    steps:\n      - id: runner\n        ").Append(Uses(Verb.Start)).Append(With(Verb.Start));
        text.Append("  test:\n    needs: start\n    runs-on: ${{ fromJSON(needs.start.outputs.instances) }}\n");
        text.Append("    steps:\n      - run: echo \"This is $RUNNER_NAME\"\n");
        text.Append("  stop:\n    needs: [start, test]\n    if: always()\n    runs-on: ubuntu-latest\n").Append(Permissions());
        text.Append("    steps:\n      - ").Append(Uses(Verb.Stop));
        text.Append(With(Verb.Stop, KeyValuePair.Create("mapping", "${{ needs.start.outputs.mapping }}")));
        return text.ToString();
    }

    private string OneJob(Verb verb) =>
        $"  {verb.Name}:\n    runs-on: ubuntu-latest\n{Permissions()}    steps:\n      - {Uses(verb)}{With(verb)}";

    private string Permissions() => example.Permissions.Count == 0
        ? "    permissions: {}\n"
        : $"    permissions:\n{string.Concat(example.Permissions.Select(pair => $"      {pair.Key}: {pair.Value}\n"))}";

    private string Uses(Verb verb) => $"uses: {Repository}/{verb.Name}-{provider.Name}@{Version}\n";

    private string With(Verb verb, params KeyValuePair<string, string>[] more)
    {
        var shown = example.InputsOf(verb, provider);
        var token = KeyValuePair.Create("github-token", "${{ secrets.RUNNER_TOKEN }}");
        var all = more.Prepend(token).Where(pair => shown.All(other => other.Key != pair.Key)).Concat(shown);
        return $"        with:\n{string.Concat(all.Select(pair => $"          {pair.Key}: {Value(pair.Value)}\n"))}";
    }

    private static string Value(string text) => PlainScalar().IsMatch(text) ? text : YamlText.Quote(text);

    [GeneratedRegex(@"\A([A-Za-z0-9][A-Za-z0-9._/-]*|\$\{\{ [a-zA-Z._-]+ \}\})\z")]
    private static partial Regex PlainScalar();
}
