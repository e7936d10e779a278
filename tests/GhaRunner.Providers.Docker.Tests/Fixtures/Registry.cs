using GhaRunner.Conformance.RealParts;
using System.Globalization;

namespace GhaRunner.Providers.Docker.Tests.Fixtures;

/// <summary>A real registry on loopback that wants a user name and a password, with one small image in it.</summary>
public sealed class Registry : IAsyncLifetime
{
    public const string User = "ci";
    public const string Password = "correct horse";
    private const string PasswordHash = "$2y$05$CCO2IvWA7gZgTBpLjRIqnewj.4AKofVroo7oUKIgwEFsUMLowX/Wa";

    private readonly Service service = new();

    /// <summary>Host and port, as an image's name starts.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{service.Port}");

    public string Image => $"{Address}/team/bash:1";

    public string MovingImage => $"{Address}/team/bash:latest";

    public async Task InitializeAsync()
    {
        if ((RealPart.MissingEngine ?? RealParts.MissingRegistry) is not null)
            return;
        var config = await service.WriteAsync("config.yml", $"""
            version: 0.1
            log: {"{"}level: error{"}"}
            storage: {"{"}filesystem: {"{"}rootdirectory: {service.PathOf("data")}{"}"}{"}"}
            http: {"{"}addr: {Address}{"}"}
            auth: {"{"}htpasswd: {"{"}realm: test, path: {await service.WriteAsync("htpasswd", $"{User}:{PasswordHash}\n")}{"}"}{"}"}
            """);
        await service.StartAsync("docker-registry", "serve", config);
        await Command.OutputAsync("docker", "--config", service.PathOf("docker"), "login", "-u", User, "-p", Password, Address);
        await PushAsync(Image, "one");
    }

    /// <summary>Puts an image of bash and sleep alone into the registry, and takes it away from the engine.</summary>
    /// <returns>The image's id.</returns>
    public async Task<string> PushAsync(string image, string label)
    {
        var tar = service.PathOf("image.tar");
        await Command.OutputAsync("bash", "-c", "tar -chf \"$1\" -C / $(ldd /bin/bash /bin/sleep | grep -o '/lib[^ ]*' | sort -u | cut -c2-) bin/bash bin/sleep", "tar", tar);
        var id = await Command.OutputAsync("docker", "import", "--change", $"LABEL which={label}", tar, image);
        await Command.OutputAsync("docker", "--config", service.PathOf("docker"), "push", image);
        await Command.OutputAsync("docker", "rmi", image);
        return id;
    }

    public Task DisposeAsync() => service.StopAsync();
}
