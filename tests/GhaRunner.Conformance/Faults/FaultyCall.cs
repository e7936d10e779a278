using System.Diagnostics.CodeAnalysis;
using GhaRunner.Abstractions;

namespace GhaRunner.Conformance.Faults;

/// <summary>One call of a provider, one of whose requests goes wrong. Its failure, if it fails, is as the contract wants it.</summary>
internal sealed class FaultyCall(FaultyWire wire, WireFault fault, int number, ProviderUnderTest subject)
{
    /// <summary>What goes where the runner's credential would.</summary>
    public string Secret { get; } = $"s3cr3t{Random.Shared.NextInt64():x16}";

    /// <summary>How many requests were sent.</summary>
    public int Requests { get; private set; }

    /// <summary>Makes the call, with a provider of its own, and gives up when no answer comes.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="call">The call.</param>
    /// <returns>The answer; <see langword="false"/> when there is none but a failure.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever is thrown is looked at.")]
    public async Task<(bool IsAnswered, T? Answer)> MakeAsync<T>(Func<IMachineProvider, CancellationToken, Task<T>> call)
    {
        var provider = wire.Connect();
        using var cancellation = new CancellationTokenSource();
        using var armed = wire.Arm(fault, number);
        try
        {
            var answer = Task.Run(() => call(provider, cancellation.Token));
            await Task.WhenAny(answer, armed.Struck);
            if (fault == WireFault.Hang && !answer.IsCompleted)
                await cancellation.CancelAsync();
            return (true, await answer.WaitAsync(subject.Deadline));
        }
        catch (Exception failure) when (armed.Struck.IsCompleted)
        {
            ShouldFit(failure);
            return (false, default);
        }
        finally
        {
            Requests = armed.Requests;
            // Later ones may belong to what goes on behind a call that has ended.
            if (number == 1)
                armed.Struck.IsCompleted.Should().BeTrue("the call sends a request");
        }
    }

    /// <summary>Asserts that a failure is one that its reader can do something with.</summary>
    /// <param name="failure">The failure.</param>
    public void ShouldFit(Exception failure)
    {
        failure.ToString().Should().NotContainAny([Secret, .. subject.Secrets]);
        if (fault == WireFault.Hang)
        {
            failure.Should().BeAssignableTo<OperationCanceledException>("the caller has cancelled");
            return;
        }

        var told = failure.Should().BeOfType<ActionableException>("that is what the core understands").Subject;
        told.Category.Should().BeOneOf(Fitting, "of {0} ({1})", told.ToUserText(), told.Code);
        told.ToUserText().Should().NotContainAny("<html", "<head", "<h1", "<hr");
    }

    /// <summary>
    /// What the core then repeats, or takes for an effect that may have happened. A 500 says too little to be more than
    /// unexpected; a stranger's page where the service should be may be the fault of an input.
    /// </summary>
    private ErrorCategory[] Fitting => fault switch
    {
        WireFault.Status500 => [ErrorCategory.Transient, ErrorCategory.Unexpected],
        WireFault.Html404 => [ErrorCategory.Transient, ErrorCategory.Unexpected, ErrorCategory.InvalidInput],
        _ => [ErrorCategory.Transient],
    };
}
