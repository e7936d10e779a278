using GhaRunner.Abstractions;
using GhaRunner.Core.Bootstrap;
using GhaRunner.Core.GitHub;
using Microsoft.Extensions.Logging;

namespace GhaRunner.Core.Deployment;

/// <summary>Brings one lease from nothing to an existing machine: registers its runner, then walks the candidates.</summary>
internal sealed partial class Launcher(
    IMachineProvider provider,
    GitHubClient github,
    RunnerRegistrar registrar,
    CandidateWalk walk,
    IDeploymentObserver observer,
    Func<Candidate, CancellationToken, Task<RunnerPackage?>> findPackage,
    StartOptions options,
    Random random,
    TimeProvider timeProvider,
    ILogger logger)
{
    private const int AttemptsPerCandidate = 3;

    /// <summary>How often a pause is longer than the one before: up to 16 s, and a half more or less.</summary>
    private const int PausesGrow = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>Launches one machine.</summary>
    /// <param name="lease">Filled in as things come to exist.</param>
    /// <param name="elapsed">The time since the beginning of the start.</param>
    /// <param name="stop">No new request is begun once this is cancelled.</param>
    /// <param name="abandon">A request under way is given up once this is cancelled; its effect is then unknown.</param>
    /// <returns>The candidate that the provider has accepted.</returns>
    /// <exception cref="ActionableException">No machine was made.</exception>
    public async Task<Candidate> LaunchAsync(Lease lease, Func<TimeSpan> elapsed, CancellationToken stop, CancellationToken abandon)
    {
        stop.ThrowIfCancellationRequested();
        ThrowIfGivenUp();
        var registered = await RegisterAsync(lease, abandon);
        lease.Timeline = lease.Timeline with { Registered = elapsed() };
        foreach (var candidate in walk.Open())
        {
            if (await TryAsync(lease, candidate, registered.Registration, stop, abandon) is not { } machine)
                continue;
            lease.MachineUncertain = false;
            lease.Fault = "";
            lease.Candidate = candidate;
            lease.MadeAt = timeProvider.GetTimestamp();
            lease.Timeline = lease.Timeline with { Created = elapsed() };
            lease.MachineId = machine.Id; // Last: from here on, the wait for it writes the timeline.
            LogCreated(lease.Label, machine.Id, candidate);
            return candidate;
        }

        throw NothingLeft();
    }

    /// <summary>
    /// Launches another machine in the place of one that the provider took away before its runner was online: a candidate that
    /// does so has no room, as if it had refused. If the lost one cannot be cleaned up, nothing more is made.
    /// </summary>
    /// <param name="lease">Its machine is known to be lost.</param>
    /// <param name="why">Why the provider took it away.</param>
    /// <param name="elapsed">The time since the beginning of the start.</param>
    /// <param name="stop">No new request is begun once this is cancelled.</param>
    /// <param name="abandon">A request under way is given up once this is cancelled; its effect is then unknown.</param>
    /// <returns>The candidate that the provider has accepted.</returns>
    /// <exception cref="ActionableException">The lost machine could not be cleaned up, or no other was made.</exception>
    public async Task<Candidate> ReplaceAsync(Lease lease, ActionableException why, Func<TimeSpan> elapsed, CancellationToken stop, CancellationToken abandon)
    {
        var candidate = lease.Candidate!;
        walk.Note(new CreateAttempt(lease.Label, candidate, $"lost: {why.ToShortText()}", elapsed() - (lease.Timeline.Created ?? TimeSpan.Zero)));
        walk.Block(candidate, why.Scope);
        LogLost(lease.Label, lease.MachineId!, candidate, why.Message);
        await PassingFaults.OutlastAsync(async _ => await DeleteAsync(lease.MachineId!, abandon), timeProvider, stop);
        await ForgetRegistrationAsync(lease, stop, abandon);
        lease.LoseMachine();
        return await LaunchAsync(lease, elapsed, stop, abandon);
    }

    /// <summary>A start that nobody could stop goes on beside the stages that clean up after it.</summary>
    private void ThrowIfGivenUp()
    {
        if (observer.IsGivenUp)
        {
            throw new ActionableException(
                ErrorCategory.Conflict, "start-given-up", "This start has been cancelled, and what it had made was taken back; nothing more is made.");
        }
    }

    private async Task<bool> DeleteAsync(string id, CancellationToken abandon)
    {
        await provider.DeleteAsync(id, abandon);
        return true;
    }

    /// <summary>
    /// The lost machine may have used its registration. One that cannot be removed now is found by its name later: by the
    /// registrar, which then takes another name, or by the roll-back.
    /// </summary>
    private async Task ForgetRegistrationAsync(Lease lease, CancellationToken stop, CancellationToken abandon)
    {
        stop.ThrowIfCancellationRequested();
        try
        {
            if (lease.RunnerId is { } runner)
                await github.DeleteAsync(runner, abandon);
        }
        catch (ActionableException fault)
        {
            LogRegistrationLeft(lease.RunnerName, fault.Message);
        }

        lease.RunnerId = null;
    }

    private async Task<RegisteredRunner> RegisterAsync(Lease lease, CancellationToken abandon)
    {
        lease.RegistrationUncertain = true;
        try
        {
            var registered = await registrar.RegisterAsync(lease.Ownership, abandon);
            lease.RunnerName = registered.Registration.Name;
            lease.RunnerId = registered.Id;
            lease.RegistrationUncertain = registered.Id is null || lease.RunnerName != lease.Label;
            return registered;
        }
        catch (OperationCanceledException)
        {
            lease.RegistrationGivenUp = true;
            throw;
        }
        catch (ActionableException error)
        {
            lease.RegistrationUncertain = !IsRefusal(error);
            throw;
        }
    }

    /// <summary>Whether an error says that nothing was made, rather than that nobody knows.</summary>
    private static bool IsRefusal(ActionableException error) => error.Category is not (ErrorCategory.Transient or ErrorCategory.Conflict or ErrorCategory.Unexpected);

    /// <summary>Tries one candidate; <see langword="null"/> when it has no room and the next one is to be tried at once.</summary>
    private async Task<Machine?> TryAsync(Lease lease, Candidate candidate, RunnerRegistration registration, CancellationToken stop, CancellationToken abandon)
    {
        var request = new MachineRequest(lease.Ownership, candidate, await RenderAsync(candidate, registration, abandon));
        for (var attempt = 1; ; attempt++)
        {
            stop.ThrowIfCancellationRequested();
            ThrowIfGivenUp();
            var begun = timeProvider.GetTimestamp();
            var uncertain = lease.MachineUncertain;
            lease.MachineUncertain = true;
            try
            {
                var machine = await provider.CreateAsync(request, abandon);
                Note("created");
                return machine;
            }
            catch (ActionableException error)
            {
                Note(error.ToShortText());
                lease.MachineUncertain = uncertain || !IsRefusal(error); // A refusal does not undo an attempt before it.
                if (error.Category is ErrorCategory.NoCapacity or ErrorCategory.Quota)
                {
                    if (lease.MachineUncertain)
                        throw MayHaveATwin(candidate, error);
                    LogNoRoom(candidate, error.ToShortText());
                    walk.Block(candidate, error.Scope);
                    return null;
                }

                if (!MayRepeat(error, attempt))
                    throw;
                lease.Fault = error.ToShortText();
                LogAgain(lease.Label, lease.Fault);
                await Task.Delay(PauseAfter(error, attempt), timeProvider, stop);
            }

            void Note(string outcome) =>
                walk.Note(new CreateAttempt(lease.Label, candidate, outcome, timeProvider.GetElapsedTime(begun)));
        }
    }

    /// <summary>
    /// Who is only asked to slow down has certainly made nothing, and is in time until the start's own time is up. A fault
    /// whose effect nobody knows is repeated a few times.
    /// </summary>
    private static bool MayRepeat(ActionableException error, int attempt) =>
        error.Category == ErrorCategory.Throttled || (error.IsPassing && attempt < AttemptsPerCandidate);

    /// <summary>Grows, and differs from machine to machine: what was too much at once is not to come at once again.</summary>
    private TimeSpan PauseAfter(ActionableException error, int attempt)
    {
        if (error.RetryAfter is { } asked)
            return asked;
        var pause = FirstPause * Math.Pow(2, Math.Min(attempt, PausesGrow) - 1);
        lock (random)
            return pause * (0.5 + random.NextDouble());
    }

    /// <summary>What may exist here must not get a twin elsewhere: the start fails, and is rolled back by its tags.</summary>
    private static ActionableException MayHaveATwin(Candidate candidate, ActionableException error) => new(
        error.Category, error.Code,
        $"{error.Message} An earlier request for this machine ({candidate}) was not answered and may have made it after all, so no other place was tried.",
        "Run the start again.", error)
    {
        VendorCode = error.VendorCode,
        RequestId = error.RequestId,
    };

    private async Task<Abstractions.Bootstrap> RenderAsync(Candidate candidate, RunnerRegistration registration, CancellationToken cancellationToken) =>
        BootstrapRenderer.Render(Plan(registration, await findPackage(candidate, cancellationToken), options), provider.BootstrapFormat);

    /// <summary>What a machine is to do.</summary>
    /// <param name="registration">How its runner registers.</param>
    /// <param name="package">What it installs; <see langword="null"/> for what the image holds.</param>
    /// <param name="options">The start's options.</param>
    /// <returns>The plan.</returns>
    public static BootstrapPlan Plan(RunnerRegistration registration, RunnerPackage? package, StartOptions options) => new()
    {
        Registration = registration,
        Package = package,
        SetupScript = options.SetupScript,
        TimeToLive = options.MaxLifetime,
        IdleTimeout = options.IdleTimeout,
        RegistrationTimeout = options.Timeout,
    };

    private ActionableException NothingLeft()
    {
        var tried = walk.Attempts.Where(attempt => attempt.Outcome != "created").GroupBy(attempt => attempt.Candidate.ToString(), (name, all) => $"{name}: {all.Last().Outcome}");
        return new ActionableException(
            ErrorCategory.NoCapacity, "no-capacity",
            $"None of the candidates has room. Tried: {string.Join("; ", tried)}",
            "Name more alternatives (instance types, zones, regions or markets), or try again later.");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Label}: machine {Id} created ({Candidate})")]
    private partial void LogCreated(string label, string id, Candidate candidate);

    [LoggerMessage(Level = LogLevel.Information, Message = "No room in {Candidate}: {Reason}")]
    private partial void LogNoRoom(Candidate candidate, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Label}: machine {Id} ({Candidate}) was lost before its runner was online, trying the next candidate: {Reason}")]
    private partial void LogLost(string label, string id, Candidate candidate, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The registration of {Runner}, whose machine was lost, is left for later: {Reason}")]
    private partial void LogRegistrationLeft(string runner, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Label}: the machine could not be created yet, trying again: {Reason}")]
    private partial void LogAgain(string label, string reason);
}
