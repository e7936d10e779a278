namespace GhaRunner.Simulator.Aws.Capacity;

/// <summary>What EC2 says when there is no room.</summary>
internal static class CapacityMessages
{
    public static string Insufficient(Offer offer, IReadOnlyCollection<string> elsewhere) =>
        offer.Market == AwsMarket.Spot ? "There is no Spot capacity available that matches your request."
        : $"We currently do not have sufficient {offer.InstanceType} capacity in the Availability Zone you requested ({offer.Zone}). Our system will be working on provisioning additional capacity."
            + (elsewhere.Count == 0 ? "" : $" You can currently get {offer.InstanceType} capacity by not specifying an Availability Zone in your request or choosing {string.Join(", ", elsewhere)}.");

    public static string Refusal(string code, Offer offer) => code switch
    {
        "InsufficientInstanceCapacity" => Insufficient(offer, []),
        "VcpuLimitExceeded" => "You have requested more vCPU capacity than your current vCPU limit of 0 allows for the instance bucket that the specified instance type belongs to. "
            + "Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.",
        "MaxSpotInstanceCountExceeded" => "Max spot instance count exceeded",
        "InstanceLimitExceeded" => "You have requested more instances (1) than your current instance limit of 0 allows for the specified instance type.",
        "InsufficientFreeAddressesInSubnet" => "There are not enough free addresses in the subnet to satisfy the requested number of instances.",
        "RequestLimitExceeded" => "Request limit exceeded.",
        "Unsupported" => $"Your requested instance type ({offer.InstanceType}) is not supported in your requested Availability Zone ({offer.Zone}).",
        "InternalError" => "An internal error has occurred",
        "SpotMaxPriceTooLow" => "Your Spot request price is lower than the minimum required Spot request fulfillment price.",
        _ => $"The launch was refused ({code}).",
    };

    /// <summary>The message of a state reason, which repeats its code.</summary>
    public static string StateReason(string code) => $"{code}: " + code switch
    {
        "Client.UserInitiatedShutdown" => "User initiated shutdown",
        "Client.InstanceInitiatedShutdown" => "Instance initiated shutdown",
        "Client.InternalError" => "Client error on launch",
        "Client.VolumeLimitExceeded" => "Volume limit exceeded",
        "Server.InsufficientInstanceCapacity" => "Insufficient capacity to satisfy instance request",
        "Server.InternalError" => "Internal error on launch",
        "Server.SpotInstanceTermination" => "Spot instance termination",
        "Server.SpotInstanceShutdown" => "Spot instance shutdown",
        _ => "The instance was ended",
    };
}
