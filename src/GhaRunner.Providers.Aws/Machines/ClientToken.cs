using System.Security.Cryptography;
using System.Text;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Machines;

/// <summary>
/// What makes a creation idempotent (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html): the same for
/// every attempt at one machine in one place. Another place is another request to EC2, which refuses a token that it has
/// seen with other parameters.
/// </summary>
internal static class ClientToken
{
    /// <summary>Makes the token of a machine and a candidate.</summary>
    /// <param name="request">The request.</param>
    /// <returns>64 hexadecimal digits, the most that EC2 takes.</returns>
    public static string Of(MachineRequest request)
    {
        var candidate = request.Candidate;
        string[] parts = [request.Name, candidate.Region, candidate.Subnet, candidate.InstanceType, candidate.Market.ToString()];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
    }
}
