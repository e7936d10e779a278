using System.Text;
using GhaRunner.Simulator.GitHub.Runners;
using Microsoft.AspNetCore.Http;

namespace GhaRunner.Simulator.GitHub.Protocol;

/// <summary>What <c>config.sh</c> asks for: a registration by token, or its removal.</summary>
internal sealed class RegistrationProtocol(GitHubServices services)
{
    /// <summary>Answers the configuration files, a line each; 404 for a bad token, 409 for a taken name, 422 for an unknown group.</summary>
    public async Task RegisterAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!TryScope(form["url"].ToString(), out var scope) || !services.RegistrationTokens.Accepts(Token(context), scope, forRemoval: false))
        {
            await RunnerProtocol.AnswerAsync(context, 404);
            return;
        }

        if (services.Groups.Find(scope, form["group"].ToString()) is not { } group)
        {
            await RunnerProtocol.AnswerAsync(context, 422);
            return;
        }

        var labels = form["labels"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var specification = new RunnerSpecification
        {
            Scope = scope,
            Name = form["name"].ToString(),
            Labels = [.. labels.Distinct(StringComparer.OrdinalIgnoreCase).Select(label => new RunnerLabel(label))],
            Group = group,
            Ephemeral = form["ephemeral"] == "true",
            WorkFolder = form["work"].ToString(),
            DisableUpdate = form["disableupdate"] == "true",
        };
        if (services.Fleet.Register(specification, replace: form["replace"] == "true") is not { } runner)
        {
            await RunnerProtocol.AnswerAsync(context, 409);
            return;
        }

        var files = JitConfiguration.Files(runner, services.ServerUrl);
        var lines = files.Select(file => $"{file.Key} {Convert.ToBase64String(Encoding.UTF8.GetBytes(file.Value))}\n");
        await RunnerProtocol.AnswerAsync(context, 200, string.Concat(lines));
    }

    public async Task RemoveAsync(HttpContext context, Runner runner)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var accepted = services.RegistrationTokens.Accepts(form["token"].ToString(), runner.Scope, forRemoval: true);
        var removed = accepted && services.Fleet.Remove(runner.Scope, runner.Id) != RemovalResult.Busy;
        await RunnerProtocol.AnswerAsync(context, !accepted ? 404 : removed ? 204 : 422);
    }

    private static string Token(HttpContext context)
    {
        const string Scheme = "RemoteAuth ";
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..] : "";
    }

    private static bool TryScope(string url, out RunnerScope scope)
    {
        scope = default;
        var path = Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed.AbsolutePath.Trim('/') : "";
        if (path.Length == 0 || path.Split('/').Length > 2)
            return false;
        scope = RunnerScope.Parse(path);
        return true;
    }
}
