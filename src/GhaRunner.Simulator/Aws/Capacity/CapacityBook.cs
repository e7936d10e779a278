using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws.Capacity;

/// <summary>How much can be launched where, what is refused and what fails. The cloud's gate guards it.</summary>
internal sealed class CapacityBook
{
    private readonly Dictionary<Offer, int> _left = [];
    private readonly List<(AwsRefusal Rule, int Used)> _refusals = [];
    private readonly List<(AwsLaunchFailure Rule, int Used)> _failures = [];

    public void Set(Offer offer, int count) => _left[offer] = count;

    public int Left(Offer offer) => _left.GetValueOrDefault(offer, int.MaxValue);

    public void Take(Offer offer, int count)
    {
        if (_left.TryGetValue(offer, out var left))
            _left[offer] = left - count;
    }

    public void GiveBack(Offer offer) => Take(offer, -1);

    public void Add(AwsRefusal rule) => _refusals.Add((rule, 0));

    public void Add(AwsLaunchFailure rule) => _failures.Add((rule, 0));

    public void Clear()
    {
        _left.Clear();
        _refusals.Clear();
        _failures.Clear();
    }

    /// <summary>Uses a refusal up, if one matches. The offer of a launch that names no zone has none.</summary>
    public AwsError? Refusal(Offer offer)
    {
        var index = _refusals.FindIndex(entry => entry.Used < entry.Rule.Times && offer.Matches(entry.Rule.Region, entry.Rule.Zone, entry.Rule.InstanceType, entry.Rule.Market));
        if (index < 0)
            return null;
        var rule = _refusals[index].Rule;
        _refusals[index] = (rule, _refusals[index].Used + 1);
        return new AwsError(rule.Code, rule.Message ?? CapacityMessages.Refusal(rule.Code, offer), rule.Status);
    }

    /// <summary>Uses a failure up, if one matches.</summary>
    public AwsLaunchFailure? Failure(Offer offer)
    {
        var index = _failures.FindIndex(entry => entry.Used < entry.Rule.Times && offer.Matches(entry.Rule.Region, entry.Rule.Zone, entry.Rule.InstanceType, entry.Rule.Market));
        if (index < 0)
            return null;
        var rule = _failures[index].Rule;
        _failures[index] = (rule, _failures[index].Used + 1);
        return rule;
    }
}
