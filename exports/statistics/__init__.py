"""The statistics tables (统计表): sent up, kept on file, published."""
