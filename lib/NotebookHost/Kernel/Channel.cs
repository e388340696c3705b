namespace SuperResolution.Workbench.Kernel;

/// <summary>The channels on which messages come and go.</summary>
internal enum Channel
{
    /// <summary>Requests that wait for each other, and their replies.</summary>
    Shell,

    /// <summary>Requests that do not wait: interrupt, shutdown.</summary>
    Control,

    /// <summary>What everybody sees: outputs and whether the kernel is busy.</summary>
    IOPub,

    /// <summary>The kernel asks, the front end answers.</summary>
    Stdin,

    /// <summary>What comes goes back: the kernel is alive.</summary>
    Heartbeat,
}
