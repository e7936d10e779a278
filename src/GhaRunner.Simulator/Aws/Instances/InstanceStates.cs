namespace GhaRunner.Simulator.Aws.Instances;

/// <summary>The states of an instance as EC2 spells them.</summary>
internal static class InstanceStates
{
    public static string Text(this InstanceState state) => state == InstanceState.ShuttingDown ? "shutting-down" : state.ToString().ToLowerInvariant();
}
