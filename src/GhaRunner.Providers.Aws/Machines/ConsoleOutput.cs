using System.Text;
using Amazon.EC2.Model;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Api;

namespace GhaRunner.Providers.Aws.Machines;

/// <summary>Reads what an instance printed: its last 64 KiB, which EC2 keeps for about an hour after its end.</summary>
internal sealed class ConsoleOutput(AwsCalls calls)
{
    /// <summary>Reads the end of it.</summary>
    /// <param name="id">The machine.</param>
    /// <param name="maxLines">How many lines at the most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Lines with <c>\n</c> between them; empty when there are none.</returns>
    /// <exception cref="ActionableException">EC2 refused, or did not answer.</exception>
    public async Task<string> ReadAsync(MachineId id, int maxLines, CancellationToken cancellationToken)
    {
        // What is latest is told of running instances on Nitro alone; of others, what was recorded last.
        var text = await AskAsync(id, latest: true, cancellationToken);
        if (text.Length == 0)
            text = await AskAsync(id, latest: false, cancellationToken);
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n').Split('\n');
        return string.Join('\n', lines.TakeLast(maxLines));
    }

    private async Task<string> AskAsync(MachineId id, bool latest, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await calls.Ec2Async(id.Region, $"did not show the console of {id.InstanceId}", "GetConsoleOutput",
                ec2 => ec2.GetConsoleOutputAsync(new GetConsoleOutputRequest { InstanceId = id.InstanceId, Latest = latest ? true : null }, cancellationToken), cancellationToken);
            return string.IsNullOrEmpty(answer.Output) ? "" : Encoding.UTF8.GetString(Convert.FromBase64String(answer.Output));
        }
        catch (ActionableException refusal) when (refusal.Category == ErrorCategory.NotFound || (latest && refusal.Category is ErrorCategory.InvalidInput or ErrorCategory.Conflict))
        {
            return "";
        }
    }
}
