using System.Security.Cryptography;

namespace GhaRunner.Simulator.Aws.Access;

/// <summary>Makes access keys at random, in the form of real ones.</summary>
internal static class AccessKeyIds
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <param name="prefix">What the id is of: <c>AKIA</c> a user, <c>ASIA</c> a session, <c>AROA</c> a role.</param>
    public static string New(string prefix) => prefix + RandomNumberGenerator.GetString(Letters, 16);

    public static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(30));

    public static string NewSessionToken() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(300));
}
