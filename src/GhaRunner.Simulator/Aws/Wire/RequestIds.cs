using System.Security.Cryptography;

namespace GhaRunner.Simulator.Aws.Wire;

/// <summary>Makes request ids.</summary>
internal static class RequestIds
{
    public static string New() => new Guid(RandomNumberGenerator.GetBytes(16)).ToString();
}
