using GhaRunner.Simulator.Aws.Wire;
using GhaRunner.Simulator.Faults;

namespace GhaRunner.Simulator.Aws;

/// <summary>False answers in the shape of each service, for a <see cref="FaultRule"/> such as <c>/ec2/us-east-1/RunInstances$</c>.</summary>
public static class AwsFaults
{
    /// <summary>An error of EC2.</summary>
    /// <param name="code">Its code, such as <c>RequestLimitExceeded</c>.</param>
    /// <param name="message">Its message.</param>
    /// <param name="status">The HTTP status; <see langword="null"/> for the one that goes with the code.</param>
    /// <returns>The effect.</returns>
    public static FaultEffect Ec2(string code, string message, int? status = null) => From(ErrorShapes.Ec2(code, message, status ?? AwsError.DefaultStatus(code), RequestIds.New()));

    /// <summary>An error of STS.</summary>
    /// <param name="code">Its code, such as <c>IDPCommunicationError</c>.</param>
    /// <param name="message">Its message.</param>
    /// <param name="status">The HTTP status; <see langword="null"/> for the one that goes with the code.</param>
    /// <returns>The effect.</returns>
    public static FaultEffect Sts(string code, string message, int? status = null) => From(ErrorShapes.Sts(code, message, status ?? AwsError.DefaultStatus(code), RequestIds.New()));

    /// <summary>An error of SSM, or of the price list.</summary>
    /// <param name="code">Its code, such as <c>ThrottlingException</c>.</param>
    /// <param name="message">Its message.</param>
    /// <param name="status">The HTTP status; <see langword="null"/> for the one that goes with the code.</param>
    /// <returns>The effect.</returns>
    public static FaultEffect Ssm(string code, string message, int? status = null) => From(ErrorShapes.Json(code, message, status ?? AwsError.DefaultStatus(code)));

    private static FaultEffect From(AwsReply reply) => new() { StatusCode = reply.Status, ContentType = reply.ContentType, Body = reply.Body };
}
