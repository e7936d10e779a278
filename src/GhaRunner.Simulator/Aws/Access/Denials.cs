using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws.Access;

/// <summary>The words of IAM.</summary>
internal static class Denials
{
    /// <summary>
    /// Lets a caller through, or throws in the words of EC2. The resource is what is acted on; actions without
    /// permissions for single resources have none.
    /// </summary>
    public static void DemandOfEc2(this Permissions permissions, Caller caller, string action, string? resource)
    {
        if (permissions.Allows(caller, action))
            return;
        var message = "You are not authorized to perform this operation. " + Sentence(caller, action, resource);
        if (resource is not null)
            message += $". Encoded authorization failure message: {permissions.Encode(caller, action, resource)}";
        throw new AwsError("UnauthorizedOperation", message, 403);
    }

    /// <summary>Lets a caller through, or throws with the code that a service has for it.</summary>
    public static void Demand(this Permissions permissions, Caller caller, string action, string? resource, string code, int status)
    {
        if (!permissions.Allows(caller, action))
            throw new AwsError(code, Sentence(caller, action, resource), status);
    }

    private static string Sentence(Caller caller, string action, string? resource) =>
        $"User: {caller.Arn} is not authorized to perform: {action}{(resource is null ? "" : $" on resource: {resource}")} because no identity-based policy allows the {action} action";
}
