using System.Text.Json;

namespace SuperResolution.Workbench.Kernel;

/// <summary>Where a front end waits for the kernel, and the key with which both sign.</summary>
internal sealed record ConnectionFile(
    string Transport, string Ip, int ShellPort, int IopubPort, int StdinPort, int ControlPort, int HbPort, string Key,
    string SignatureScheme)
{
    private static readonly JsonSerializerOptions options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <exception cref="BadInputException">No such file, or not what the Jupyter protocol prescribes.</exception>
    public static ConnectionFile Read(string path)
    {
        if (!File.Exists(path))
            throw new BadInputException($"There is no connection file '{path}'. A front end writes one and starts the kernel with it; " +
                "'kernel install' tells front ends of the kernel.");
        ConnectionFile? file;
        try
        {
            file = JsonSerializer.Deserialize<ConnectionFile>(File.ReadAllBytes(path), options);
        }
        catch (JsonException error)
        {
            throw new BadInputException($"'{path}' is no connection file of Jupyter: {error.Message}", error);
        }
        if (file is not { Transport: not null, Ip: not null, SignatureScheme: not null }
            || new[] { file.ShellPort, file.IopubPort, file.StdinPort, file.ControlPort, file.HbPort }.Any(port => port is < 1 or > 65535))
            throw new BadInputException($"'{path}' is no connection file of Jupyter: transport, ip, signature_scheme and five ports " +
                "are needed.");
        if (file.Transport != "tcp")
            throw new BadInputException($"'{path}' asks for the transport '{file.Transport}'; the kernel speaks tcp. Start the front " +
                "end with that (Jupyter: --transport=tcp).");
        if (file.SignatureScheme != "hmac-sha256")
            throw new BadInputException($"'{path}' asks for the signature scheme '{file.SignatureScheme}'; the kernel signs with " +
                "hmac-sha256.");
        return file with { Key = file.Key ?? "" };
    }

    /// <summary>The address of a port, as sockets want it.</summary>
    public string Address(int port) => $"{Transport}://{(Ip.Contains(':') ? $"[{Ip}]" : Ip)}:{port}";
}
