namespace SuperResolution.Datasets;

/// <summary>The official splits of CelebA; the numbers are those in <c>list_eval_partition.txt</c>. No person is in two of them.</summary>
public enum CelebASplit
{
    /// <summary>For training.</summary>
    Train = 0,

    /// <summary>For choosing settings.</summary>
    Validation = 1,

    /// <summary>For testing only.</summary>
    Test = 2,
}
