using GhaRunner.Core.Bootstrap;

namespace GhaRunner.Core.Tests.Bootstrap;

internal static class Plans
{
    public static BootstrapPlan Jit(string blob = "c2VjcmV0") => new()
    {
        Registration = new RunnerRegistration { Name = "gha-1", JitConfiguration = blob },
        Package = new RunnerPackage("2.336.0", new Uri("https://example.test/runner.tar.gz"), new string('A', 64)),
        TimeToLive = TimeSpan.FromHours(6),
        IdleTimeout = TimeSpan.FromMinutes(15),
        RegistrationTimeout = TimeSpan.FromMinutes(10),
    };

    public static BootstrapPlan Token() => Jit() with
    {
        Registration = new RunnerRegistration
        {
            Name = "gha-1",
            Token = "AAAA",
            Url = "https://github.test/octo-org",
            Labels = ["one", "two"],
            Group = "gpu",
            Ephemeral = false,
        },
    };
}
