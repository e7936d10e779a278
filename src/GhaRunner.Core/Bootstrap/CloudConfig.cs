using System.IO.Compression;
using System.Text;

namespace GhaRunner.Core.Bootstrap;

/// <summary>
/// The user-data of a virtual machine. Besides the script it holds two things that outlive any failure of the script:
/// a timer armed before anything else, and a unit whose end, however it comes, is a power-off.
/// </summary>
internal static class CloudConfig
{
    private const string EnvironmentFile = "/run/gha-runner/env";
    private const string ScriptFile = "/opt/gha-runner/bootstrap.sh";

    // The script keeps the same time and says so politely; this one is for when it cannot.
    private const int BackstopSeconds = 30;

    /// <summary>Renders the document.</summary>
    /// <param name="script">The program.</param>
    /// <param name="variables">Its parameters, any text but NUL in their values.</param>
    /// <returns>A <c>#cloud-config</c> document in ASCII, with LF line ends.</returns>
    public static string Render(string script, IReadOnlyDictionary<string, string> variables)
    {
        var timeToLive = long.Parse(variables[BootstrapVariables.TimeToLive], System.Globalization.CultureInfo.InvariantCulture);

        // bootcmd runs on every boot and before all else, so a restarted machine has its timer again. No default
        // dependencies: neither waits for a boot that hangs, nor is stopped by a shutdown that hangs. A file in memory,
        // because systemd forgets how it quoted a transient unit's command at the next daemon-reload.
        var document = $"""
            #cloud-config
            bootcmd:
            - |
              cat >/run/gha-runner-ttl <<'END'
              echo "[gha-runner] $(date -u +%FT%TZ) end reason=ttl" >/dev/console
              systemctl poweroff
              sleep 60
              systemctl poweroff -ff
              END
              systemd-run --unit=gha-runner-ttl --on-active={timeToLive + BackstopSeconds} --timer-property=AccuracySec=1 --timer-property=DefaultDependencies=no -pDefaultDependencies=no sh /run/gha-runner-ttl
            write_files:
            - path: {ScriptFile}
              permissions: "0700"
              encoding: gz+b64
              content: {Compress(script)}
            - path: {EnvironmentFile}
              permissions: "0600"
              encoding: gz+b64
              content: {Compress(ShellAssignments(variables))}
            - path: /etc/systemd/system/gha-runner.service
              content: |
                [Service]
                Environment={BootstrapVariables.TimeToLive}={timeToLive} {BootstrapVariables.End}=poweroff GHA_RUNNER_ENV={EnvironmentFile}
                ExecStart=/bin/bash {ScriptFile}
                ExecStopPost=/bin/systemctl --no-block poweroff
                KillMode=mixed
                TimeoutStopSec=20
                OOMPolicy=continue
                TasksMax=infinity
                StandardOutput=journal+console
                SyslogIdentifier=gha-runner
                [Install]
                WantedBy=multi-user.target
            runcmd:
            - |
              systemctl enable gha-runner
              systemctl start --no-block gha-runner && exit
              echo "[gha-runner] $(date -u +%FT%TZ) failed phase=cloud-init exit=1 reason=cannot write or start the unit" >/dev/console
              systemctl --no-block poweroff

            """;
        return document.ReplaceLineEndings("\n");
    }

    // Quoted so that the shell takes every byte as it is; the script reads this file by `.`.
    private static string ShellAssignments(IReadOnlyDictionary<string, string> variables)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in variables)
        {
            text.Append(name).Append("='").Append(value.Replace("'", "'\\''", StringComparison.Ordinal)).Append("'\n");
        }

        return text.ToString();
    }

    private static string Compress(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return Convert.ToBase64String(compressed.ToArray());
    }
}
