using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws;

/// <summary>Adds the provider <c>aws</c> to a program.</summary>
public static class AwsRegistration
{
    /// <summary>The provider's name on the command line and in <c>start-aws</c>.</summary>
    public const string ProviderName = "aws";

    /// <summary>Adds the provider <c>aws</c>: machines are EC2 instances.</summary>
    /// <param name="registry">The providers of the program.</param>
    /// <returns>The same registry.</returns>
    /// <exception cref="ArgumentException">A provider of that name is there already.</exception>
    public static ProviderRegistry AddAws(this ProviderRegistry registry) =>
        registry.Add<AwsConnectionOptions, AwsMachineOptions, AwsProvider>(ProviderName, "AWS EC2");
}
