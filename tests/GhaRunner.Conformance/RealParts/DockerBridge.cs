using System.Text.Json.Nodes;

namespace GhaRunner.Conformance.RealParts;

/// <summary>The engine's default network.</summary>
public static class DockerBridge
{
    /// <summary>The address by which containers reach this machine.</summary>
    /// <returns>The bridge's own address; an engine that does not tell it has taken the first one of the subnet.</returns>
    public static async Task<string> GatewayAsync()
    {
        var config = JsonNode.Parse(await Command.OutputAsync("docker", "network", "inspect", "bridge", "--format", "{{json .IPAM.Config}}"))![0]!;
        return config["Gateway"]?.GetValue<string>()
            ?? string.Join('.', config["Subnet"]!.GetValue<string>().Split('/')[0].Split('.')[..3]) + ".1";
    }
}
