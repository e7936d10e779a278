namespace GhaRunner.Simulator.Aws.Instances;

/// <summary>The states of an instance, with their codes.</summary>
internal enum InstanceState
{
    Pending = 0,
    Running = 16,
    ShuttingDown = 32,
    Terminated = 48,
    Stopping = 64,
    Stopped = 80,
}
