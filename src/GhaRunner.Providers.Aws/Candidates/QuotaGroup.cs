using System.Globalization;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Candidates;

/// <summary>
/// Which of the account's vCPU quotas a type counts against
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-quotas.html and …/using-spot-limits.html).
/// </summary>
internal static class QuotaGroup
{
    /// <summary>Finds the group.</summary>
    /// <param name="instanceType">The type.</param>
    /// <param name="market">How it is paid for.</param>
    /// <returns>The group's name, as AWS writes it; a family that is not known is a group of its own.</returns>
    public static string Of(string instanceType, Market market)
    {
        var family = new string([.. instanceType.TakeWhile(char.IsAsciiLetterLower)]);
        var digits = new string([.. instanceType.Skip(family.Length).TakeWhile(char.IsAsciiDigit)]);
        var generation = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return family switch
        {
            "a" or "c" or "d" or "h" or "i" or "im" or "is" or "m" or "r" or "t" or "z" => "Standard",
            "g" or "gr" or "vt" => "G and VT",
            "p" when market == Market.Spot && generation >= 5 => "P5",
            "p" => "P",
            "u" => "High Memory",
            _ => family.ToUpperInvariant(),
        };
    }
}
