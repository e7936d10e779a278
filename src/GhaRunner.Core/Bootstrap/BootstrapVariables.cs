using System.Globalization;
using System.Text;
using GhaRunner.Abstractions;

namespace GhaRunner.Core.Bootstrap;

/// <summary>The parameters of <c>bootstrap.sh</c>.</summary>
internal static class BootstrapVariables
{
    /// <summary>How long the machine lives, in seconds.</summary>
    public const string TimeToLive = "GHA_RUNNER_TTL";

    /// <summary>How the machine ends: <c>poweroff</c> or <c>exit</c>.</summary>
    public const string End = "GHA_RUNNER_END";

    // The runner reads any argument NAME of config.sh and run.sh from this, and removes it from what jobs inherit:
    // https://github.com/actions/runner/blob/main/src/Runner.Listener/CommandSettings.cs
    private const string Input = "ACTIONS_RUNNER_INPUT_";

    /// <summary>Translates a plan.</summary>
    /// <param name="plan">What the machine is to do.</param>
    /// <param name="format">How the machine takes its first program.</param>
    /// <returns>Names and values; those with an empty value are left out.</returns>
    /// <exception cref="ArgumentException">A value holds NUL, or there is no credential.</exception>
    public static SortedDictionary<string, string> Of(BootstrapPlan plan, BootstrapFormat format)
    {
        var machineIsOurs = format != BootstrapFormat.Process;
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [TimeToLive] = Seconds(plan.TimeToLive),
            ["GHA_RUNNER_IDLE"] = Seconds(plan.IdleTimeout),
            ["GHA_RUNNER_REGISTER"] = Seconds(plan.RegistrationTimeout),
            ["GHA_RUNNER_URL"] = plan.Package?.Url.AbsoluteUri ?? "",
            ["GHA_RUNNER_SHA256"] = plan.Package?.Sha256.ToLowerInvariant() ?? "",
            ["GHA_RUNNER_SETUP"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(plan.SetupScript)),
            [End] = format == BootstrapFormat.CloudConfig ? "poweroff" : "exit",
            ["GHA_RUNNER_OWN"] = machineIsOurs ? "1" : "0",
        };
        AddRegistration(variables, plan.Registration);

        foreach (var (name, value) in variables.ToList())
        {
            if (value.Contains('\0', StringComparison.Ordinal))
            {
                throw new ArgumentException($"The value of {name} holds a NUL character.", nameof(plan));
            }

            if (value.Length == 0)
            {
                variables.Remove(name);
            }
        }

        return variables;
    }

    private static void AddRegistration(SortedDictionary<string, string> variables, RunnerRegistration registration)
    {
        if (registration.JitConfiguration.Length > 0)
        {
            variables[Input + "JITCONFIG"] = registration.JitConfiguration;
            return;
        }

        if (registration.Token.Length == 0)
        {
            throw new ArgumentException("There is neither a JIT configuration nor a registration token.", nameof(registration));
        }

        variables[Input + "TOKEN"] = registration.Token;
        variables[Input + "URL"] = registration.Url;
        variables[Input + "NAME"] = registration.Name;
        variables[Input + "LABELS"] = string.Join(',', registration.Labels);
        variables[Input + "RUNNERGROUP"] = registration.Group;
        variables["GHA_RUNNER_EPHEMERAL"] = registration.Ephemeral ? "1" : "0";
    }

    private static string Seconds(TimeSpan duration) =>
        Math.Max(1, (long)Math.Ceiling(duration.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
