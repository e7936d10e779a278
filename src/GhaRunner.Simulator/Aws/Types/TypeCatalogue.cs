using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws.Types;

/// <summary>The instance types, their zones and their prices on the spot market.</summary>
internal sealed class TypeCatalogue(IReadOnlyList<AwsInstanceType> types)
{
    private readonly Dictionary<(string Zone, string Type), decimal> _spotPrices = [];

    public IReadOnlyList<AwsInstanceType> All { get; } = types;

    public AwsInstanceType? Find(string name) => All.FirstOrDefault(type => type.Name == name);

    /// <exception cref="AwsError">No such type.</exception>
    public AwsInstanceType Require(string name) =>
        Find(name) ?? throw new AwsError("InvalidParameterValue", $"Invalid value '{name}' for InstanceType.");

    public static bool Offered(AwsInstanceType type, string zone) => !type.NotOfferedIn.Contains(zone);

    public void SetSpotPrice(string zone, string type, decimal price) => _spotPrices[(zone, type)] = price;

    public decimal SpotPrice(AwsInstanceType type, string zone) => _spotPrices.TryGetValue((zone, type.Name), out var price) ? price : type.SpotPrice(zone);
}
