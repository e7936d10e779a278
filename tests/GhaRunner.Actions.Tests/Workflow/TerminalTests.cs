using GhaRunner.Actions.Workflow;

namespace GhaRunner.Actions.Tests.Workflow;

public sealed class TerminalTests
{
    private readonly Terminal terminal = new(TextWriter.Null);

    [Fact]
    public void Clean_SecretsWithinSecrets_LeavesNothingOfTheLonger()
    {
        terminal.Hide("secret");
        terminal.Hide("my-secret-token");
        terminal.Clean("my-secret-token and secret").Should().Be("*** and ***");
    }

    [Theory]
    [InlineData("12345", "12345")]
    [InlineData("123456", "***")]
    public void Hide_ShortSecret_IsNotHidden(string secret, string shown)
    {
        terminal.Hide(secret);
        terminal.Clean(secret).Should().Be(shown);
    }

    [Fact]
    public async Task Hide_FromManyThreads_KeepsEach()
    {
        await Task.WhenAll(Enumerable.Range(0, 64).Select(number => Task.Run(() => terminal.Hide($"secret-number-{number:00}"))));
        terminal.Clean(string.Join(' ', Enumerable.Range(0, 64).Select(number => $"secret-number-{number:00}"))).Should().NotContain("secret");
    }
}
