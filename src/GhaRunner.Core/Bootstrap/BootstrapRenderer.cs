using GhaRunner.Abstractions;

namespace GhaRunner.Core.Bootstrap;

/// <summary>
/// Renders a plan in the format that a provider's machines take. The program is one constant script; all that differs
/// from machine to machine are the values of environment variables, so no name, label or script can break its quoting.
/// </summary>
public static class BootstrapRenderer
{
    // Runs the script anew with the secrets in a pipe instead of the environment, where /proc would show them to jobs for
    // as long as the machine lives. The script itself is no secret but comes as a variable, to keep `ps` readable, and
    // packed, since some providers count every byte of an environment.
    private const string Launcher =
        "exec 3< <(declare -p ${!ACTIONS_RUNNER_INPUT_*} GHA_RUNNER_SETUP 2>/dev/null)\n" +
        "unset ${!ACTIONS_RUNNER_INPUT_*} GHA_RUNNER_SETUP\n" +
        "GHA_RUNNER_ENV=/dev/fd/3 exec bash -c 'script=$(printf %s \"$GHA_RUNNER_SCRIPT\" | base64 -d | gzip -d)\n" +
        "[ \"$script\" ] || TZ=UTC0 printf \"[gha-runner] %(%FT%TZ)T failed phase=start exit=127 reason=needs base64 and gzip\\n\" -1\n" +
        "[ \"$script\" ] || exit 127\n" +
        "eval \"$script\"'";

    /// <summary>Renders what a machine runs to become a runner and to end itself.</summary>
    /// <param name="plan">What the machine is to do. Durations below a second count as one second.</param>
    /// <param name="format">How the machine takes its first program.</param>
    /// <returns>
    /// <see cref="Abstractions.Bootstrap.UserData"/> for <see cref="BootstrapFormat.CloudConfig"/>; a command and its
    /// environment for the others, where a provider of <see cref="BootstrapFormat.Process"/> adds <c>GHA_RUNNER_DIR</c>,
    /// the runner's folder, itself.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// A value holds a NUL character, which no environment can carry; or there is neither a JIT configuration nor a token.
    /// </exception>
    public static Abstractions.Bootstrap Render(BootstrapPlan plan, BootstrapFormat format)
    {
        var variables = BootstrapVariables.Of(plan, format);
        if (format == BootstrapFormat.CloudConfig)
        {
            return new Abstractions.Bootstrap { UserData = CloudConfig.Render(BootstrapScript.Text, variables) };
        }

        variables["GHA_RUNNER_SCRIPT"] = BootstrapScript.Pack(BootstrapScript.Text);
        return new Abstractions.Bootstrap { Command = ["bash", "-c", Launcher], Environment = variables };
    }
}
