using System.Globalization;
using GhaRunner.Simulator.Aws.Capacity;

namespace GhaRunner.Simulator.Aws.Instances;

/// <summary>What happens to instances. The caller of every method holds the cloud's gate.</summary>
internal sealed class InstanceLife(Cloud cloud)
{
    private const string ByUser = "Client.UserInitiatedShutdown";
    private const string ByGuest = "Client.InstanceInitiatedShutdown";
    private const string Interruption = "Server.SpotInstanceTermination";
    private static readonly TimeSpan s_remembered = TimeSpan.FromHours(1);

    /// <summary>Begins the life of an instance that has just been made.</summary>
    public void Begin(Instance instance, AwsLaunchFailure? failure)
    {
        // What fails at once never runs, even if it would have booted at once too.
        if (failure is not null)
            cloud.Clock.Schedule(failure.Delay, () => End(instance, failure.Code, failure.Message));
        cloud.Clock.Schedule(cloud.Options.BootDelay, () => Run(instance));
    }

    /// <summary>Terminates on a user's behalf; nothing happens to what is over.</summary>
    public void Terminate(Instance instance) => End(instance, ByUser);

    /// <summary>AWS wants its capacity back: as the spot request says, the instance is terminated or stopped.</summary>
    public void Interrupt(Instance instance)
    {
        if (instance.SpotRequest?.InterruptionBehavior == "terminate")
            End(instance, Interruption);
        else
            BeginStop(instance, "Server.SpotInstanceShutdown");
    }

    /// <summary>Ends an instance for a reason; nothing happens to what is over.</summary>
    public void End(Instance instance, string code, string? message = null)
    {
        if (instance.IsOver)
            return;
        Explain(instance, code, message);
        if (instance.State == InstanceState.Pending && code is not (ByUser or ByGuest))
        {
            Bury(instance);
            return;
        }

        instance.State = InstanceState.ShuttingDown;
        cloud.Machines.PullPlug(instance.Id);
        cloud.Clock.Schedule(cloud.Options.ShutdownDelay, () => Bury(instance));
    }

    /// <summary>The guest has powered off: as the launch asked, the instance is terminated or stopped.</summary>
    public void EndByGuest(Instance instance)
    {
        if (instance.ShutdownBehavior == "terminate")
            End(instance, ByGuest);
        else
            BeginStop(instance, ByGuest);
    }

    private void BeginStop(Instance instance, string code)
    {
        if (instance.State is not (InstanceState.Pending or InstanceState.Running))
            return;
        Explain(instance, code, null);
        instance.State = InstanceState.Stopping;
        cloud.Machines.PullPlug(instance.Id);
        cloud.Clock.Schedule(cloud.Options.ShutdownDelay, () => Stop(instance));
    }

    private void Run(Instance instance)
    {
        if (instance.State != InstanceState.Pending)
            return;
        instance.State = InstanceState.Running;
        cloud.Machines.Boot(instance.Id, instance.UserData);
    }

    private void Stop(Instance instance)
    {
        if (instance.State != InstanceState.Stopping)
            return;
        instance.State = InstanceState.Stopped;
        LoseAddress(instance);
        GiveBack(instance);
    }

    private static void LoseAddress(Instance instance)
    {
        instance.PublicIp = null;
        foreach (var networkInterface in instance.Region.NetworkInterfaces.Where(networkInterface => networkInterface.InstanceId == instance.Id))
            networkInterface.PublicIp = null;
    }

    private void GiveBack(Instance instance)
    {
        if (instance.HoldsCapacity)
            cloud.Capacity.GiveBack(instance.Offer);
        instance.HoldsCapacity = false;
    }

    private void Bury(Instance instance)
    {
        GiveBack(instance);
        instance.State = InstanceState.Terminated;
        LoseAddress(instance);
        cloud.Machines.PullPlug(instance.Id);
        var region = instance.Region;
        region.Volumes.RemoveAll(volume => volume.InstanceId == instance.Id && volume.DeleteOnTermination);
        region.NetworkInterfaces.RemoveAll(networkInterface => networkInterface.InstanceId == instance.Id && networkInterface.DeleteOnTermination);
        foreach (var volume in region.Volumes.Where(volume => volume.InstanceId == instance.Id))
            volume.InstanceId = null;
        foreach (var networkInterface in region.NetworkInterfaces.Where(networkInterface => networkInterface.InstanceId == instance.Id))
            networkInterface.InstanceId = null;
        if (instance.SpotRequest is { } request)
            (request.State, request.StatusCode) = ("closed", SpotStatus(instance.StateReasonCode));
        cloud.Clock.Schedule(s_remembered, () => region.Instances.Remove(instance));
    }

    private void Explain(Instance instance, string code, string? message)
    {
        instance.StateReasonCode = code;
        instance.StateReasonMessage = message ?? CapacityMessages.StateReason(code);
        instance.Reason = code switch
        {
            ByUser => $"User initiated ({cloud.Clock.Now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} GMT)",
            ByGuest => "",
            _ => code,
        };
    }

    private static string SpotStatus(string? stateReason) => stateReason switch
    {
        Interruption => "instance-terminated-no-capacity",
        ByUser or ByGuest => "instance-terminated-by-user",
        _ => "system-error",
    };
}
