using GhaRunner.Simulator.Aws.Images;
using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws.Ec2.Launching;

/// <summary>Merges the disks that an image declares with those that a launch asks for.</summary>
internal static class LaunchDevices
{
    private static readonly string[] s_types = ["gp2", "gp3", "io1", "io2", "st1", "sc1", "standard"];

    /// <exception cref="AwsError">A mapping is invalid.</exception>
    public static List<PlannedDevice> Read(QueryForm form, AwsImage image)
    {
        var mappings = form.Structures("BlockDeviceMapping").ToList();
        List<string> names = mappings.ConvertAll(mapping => mapping.Required("DeviceName"));
        if (names.Distinct().Count() < names.Count)
            throw new AwsError("InvalidBlockDeviceMapping", "The device names of block device mappings must be unique.");
        List<PlannedDevice> devices = [];
        foreach (var device in image.Devices)
        {
            var mapping = mappings.Find(one => one.Text("DeviceName") == device.DeviceName);
            if (mapping is null ? device.VirtualName is null : IsVolume(mapping, device.VirtualName is null))
                devices.Add(Merge(mapping?.Structure("Ebs"), device));
        }

        foreach (var mapping in mappings.Where(one => image.Devices.All(device => device.DeviceName != one.Text("DeviceName")) && IsVolume(one, otherwise: false)))
            devices.Add(Merge(mapping.Structure("Ebs"), new AwsImageDevice(mapping.Required("DeviceName"), 0) { VolumeType = "gp2", SnapshotId = "" }));
        if (devices.TrueForAll(device => device.DeviceName != image.RootDeviceName))
            throw new AwsError("InvalidBlockDeviceMapping", $"The root device {image.RootDeviceName} cannot be removed.");
        return devices;
    }

    private static bool IsVolume(QueryForm mapping, bool otherwise) =>
        mapping.Has("Ebs") || (otherwise && !mapping.Has("NoDevice") && mapping.Text("VirtualName") is null);

    private static PlannedDevice Merge(QueryForm? ebs, AwsImageDevice device)
    {
        var snapshot = ebs?.Text("SnapshotId") ?? (device.SnapshotId.Length > 0 && device.VirtualName is null ? device.SnapshotId : null);
        var size = ebs?.Number("VolumeSize") ?? device.SizeGiB;
        if (size < device.SizeGiB)
            throw new AwsError("InvalidBlockDeviceMapping", $"Volume of size {size}GB is smaller than snapshot '{snapshot}', expect size >= {device.SizeGiB}GB");
        if (size < 1)
            throw new AwsError("MissingParameter", "The request must contain the parameter size or snapshotId");
        var type = ebs?.Text("VolumeType") ?? device.VolumeType;
        if (!s_types.Contains(type))
            throw new AwsError("InvalidParameterValue", $"Unknown volume type: {type}");
        if (size > 16384)
            throw new AwsError("InvalidParameterValue", $"Volume size cannot be {size}GiB; {type} volumes have at most 16384GiB");
        var iops = ebs?.Number("Iops");
        if (iops is not null && type is not ("gp3" or "io1" or "io2"))
            throw new AwsError("InvalidParameterCombination", $"The parameter iops is not supported for {type} volumes.");
        var throughput = ebs?.Number("Throughput");
        if (throughput is not null && type != "gp3")
            throw new AwsError("InvalidParameterCombination", $"The parameter throughput is not supported for {type} volumes.");
        return new PlannedDevice(
            device.DeviceName, size, type, ebs?.Flag("Encrypted") ?? device.Encrypted, ebs?.Flag("DeleteOnTermination") ?? device.DeleteOnTermination, snapshot, iops, throughput);
    }
}
